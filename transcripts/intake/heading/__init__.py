"""What stands over the first turn: title, dates, venue, lists of participants."""
