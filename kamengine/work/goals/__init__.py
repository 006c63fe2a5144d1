"""What is to be reached: goals that are SMART, and the parts that add up to them."""
