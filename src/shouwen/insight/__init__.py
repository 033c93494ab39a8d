"""What the regulations measure: targets, their trends and the rows behind them."""
