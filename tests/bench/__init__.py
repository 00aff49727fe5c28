"""Speed bars, measured in one run on one machine; `make bench` fails when one is missed."""
