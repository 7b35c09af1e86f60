"""Documents that may be downloaded: each module here registers its kinds on import."""
