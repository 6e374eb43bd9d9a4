"""What a record looks like outside: JSON for machines, tables for people; later everybody's event formats."""
