"""What pictures did people bring along?"""
