"""What is loaded, the filter, freshness: the explorer's only state."""
