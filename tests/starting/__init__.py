"""Programs in processes of their own, as users start them, without loading the libraries anew for each."""
