"""Facts and codebooks as data files, with loaders that check them."""
