"""Further kinds of facts of the product, as plain data; the vocabulary reads them."""
