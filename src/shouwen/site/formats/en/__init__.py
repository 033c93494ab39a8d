"""English as the rest of the pages write it: ``1 Jan 2024``, day first."""
