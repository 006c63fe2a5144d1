"""The commands about the workspace as a whole: init, demo, doctor, the app, and what needs somebody today."""
