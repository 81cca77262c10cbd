"""The program as a process, killed at random moments while people fill forms and reminders leave."""
