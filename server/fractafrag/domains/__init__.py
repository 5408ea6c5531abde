"""What the product is: each domain may call those below it, never those above."""
