"""What did people do?"""
