"""The audit of neutrality: does a regime win, or lose, whatever is assumed where nothing is measured?"""
