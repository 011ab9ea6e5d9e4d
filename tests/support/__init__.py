"""What tests lean on: servers, a browser, the coverage gate."""
