"""What the page of one figure says: the answer, what it is compared with, and what it does not say."""
