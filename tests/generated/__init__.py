"""What is written from the program itself: the tables of the README and of the guides."""
