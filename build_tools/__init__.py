"""Generators and trainers of what lies in `normtext/data`: run by hand, checked by CI."""
