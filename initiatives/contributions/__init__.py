"""What people outside the editorial team send in: new initiatives, changes, reports, yearly checks."""
