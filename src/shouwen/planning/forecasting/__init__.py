"""How many contacts will come in each interval: methods tried on the past, the best first."""

from shouwen.planning.forecasting.backtest import Trial, trials
from shouwen.planning.forecasting.days import day_kinds
from shouwen.planning.forecasting.demand import Demand
from shouwen.planning.forecasting.forecast import Forecast, forecast
from shouwen.planning.forecasting.methods import METHODS

__all__ = ["METHODS", "Demand", "Forecast", "Trial", "day_kinds", "forecast", "trials"]
