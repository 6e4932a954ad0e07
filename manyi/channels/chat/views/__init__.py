"""The widget's endpoints, the settings pages and the demonstration shop."""
