"""The least that a Streamlit page with a chart and a filter can be: the floor for measuring the dashboard."""

import plotly.graph_objects as go
import streamlit as st

POINTS = 100
PARTS = {"first half": range(POINTS // 2), "second half": range(POINTS // 2, POINTS)}

chosen = st.multiselect("Part", list(PARTS))
shown = [number for part in chosen or PARTS for number in PARTS[part]]
st.plotly_chart(go.Figure(go.Scatter(x=shown, y=[number * number % 97 for number in shown], mode="markers")))
