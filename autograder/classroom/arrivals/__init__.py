"""What was handed in, by whom: layouts of learning platforms, rosters, files of folders and archives."""
