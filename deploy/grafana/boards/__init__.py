"""What the dashboards show, as short descriptions that build_dashboards.py turns into Grafana's JSON."""
