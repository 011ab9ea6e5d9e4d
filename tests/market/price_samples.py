"""Price files as text for the tests of the reader: the same three prices in every layout."""

from datetime import date

from tracker.market import PriceReading, PriceSeries, read_prices

THREE_DAYS = (date(2021, 4, 8), date(2021, 4, 9), date(2021, 4, 12))
THREE_PRICES = (226.5, 223.31, 244.01)

SAME_PRICES = {
    "plain": "Date,Close\n2021-04-08,226.5\n2021-04-09,223.31\n2021-04-12,244.01\n",
    "adjusted": (
        "Date,Open,High,Low,Close,Adj Close,Volume\n2021-04-08,1,2,3,900,226.5,10\n"
        "2021-04-09,1,2,3,900,223.31,10\n2021-04-12,1,2,3,900,244.01,10\n"
    ),
    "stooq": (
        "Date,Open,High,Low,Close,Volume\n2021-04-08,1,2,3,226.5,10\n2021-04-09,1,2,3,223.31,10\n2021-04-12,1,2,3,244.01,1\n"
    ),
    "stooq bulk": (
        "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n"
        "BABA,D,20210408,000000,1,2,3,226.5,10,0\nBABA,D,20210409,000000,1,2,3,223.31,10,0\n"
        "BABA,D,20210412,000000,1,2,3,244.01,10,0\n"
    ),
    "nasdaq": (
        'Date,Close/Last,Volume,Open,High,Low\n04/12/2021,"$244.01",10,$1,$2,$3\n04/09/2021,$223.31,10,$1,$2,$3\n'
        "04/08/2021,$226.50,1,$1,$2,$3\n04/13/2021,N/A,1,$1,$2,$3\n"
    ),
    "newest first": '"Date","Price","Open","Vol.","Change %"\n"Apr 12, 2021","244.01","1","9M","9.27%"\n'
    '"Apr 09, 2021","223.31","1","9M","9%"\n"Apr 08, 2021","226.50","1","9M","9%"\n',
    "semicolons": "Date;Close\n08.04.2021;226,5\n09.04.2021;223,31\n12.04.2021;244,01\n",
    "tabs": "Date\tClose\n8-Apr-21\t226.5\n9-Apr-21\t223.31\n12-Apr-21\t244.01\n",
    "separator line": "sep=;\nDate;Close\n2021/04/08;226.5\n2021/04/09;223.31\n2021/04/12;244.01\n",
    "no heading": "2021-04-08,226.5\n2021-04-09,223.31\n2021-04-12,244.01\n",
    "with index": ",Close\n2021-04-08,226.5\n2021-04-09,223.31\n2021-04-12,244.01\n",
    "with time": "Date,Close\n2021-04-08 00:00:00-04:00,226.5\n2021-04-09T16:00:00,223.31\n2021-04-12 16:00,244.01\n",
    "two heading rows": (
        "Price,Close,High,Volume\nTicker,BABA,BABA,BABA\nDate,,,\n2021-04-08,226.5,1,2\n2021-04-09,223.31,1,2\n"
        "2021-04-12,244.01,1,2\n"
    ),
    "Chinese": "日期,收盘价\n2021年4月8日,226.5\n2021年4月9日,223.31\n2021年4月12日,244.01\n",
    "wide with one": "Date,BABA\n2021-04-08,226.5\n2021-04-09,223.31\n2021-04-12,244.01\n",
    "long": "Symbol,Date,Close\nBABA,2021-04-08,226.5\nBABA,2021-04-09,223.31\nBABA,2021-04-12,244.01\n",
    "codes of currency": "Date,Close\n2021-04-08,USD 226.5\n2021-04-09,223.31 USD\n2021-04-12,US$244.01\n",
}


def read(text: str, file: str = "BABA.csv") -> PriceReading:
    """Read one file given as text."""
    return read_prices([(file, text.encode())])


def only(reading: PriceReading) -> PriceSeries:
    """Return the one series of a reading."""
    assert len(reading.series) == 1, reading.notes
    return reading.series[0]
