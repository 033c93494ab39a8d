"""The front desk: who came, their waiting number, who served them."""
