"""What leaves: PDF, HTML, CSV, XLSX and Parquet; objects in, bytes out."""
