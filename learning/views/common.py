"""What the views of learning share."""

PURPOSE = "learning and development"
