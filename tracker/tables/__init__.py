"""One reader of tables: CSV, Excel and JSON files from outside, and the cells in what is written."""
