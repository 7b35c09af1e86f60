"""The other side of the comparisons: Streamlit with nothing of ours around it."""
