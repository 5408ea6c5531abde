"""What are works like, and which are like each other?"""
