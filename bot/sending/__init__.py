"""Parts of the sender: the gate that keeps an account's pace, and the books that note results together."""
