"""The parts of a review: what each looks for in one regulation or across several."""
