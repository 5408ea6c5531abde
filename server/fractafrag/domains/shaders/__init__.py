"""What are the works?"""
