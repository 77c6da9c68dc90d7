"""gunicorn's settings, read from the folder that it is started in; options of the command line come before them."""

# No header says under which name or path the site stands: whoever can reach the port could send one.
forwarder_headers = ""
forwarded_allow_ips = ""
header_map = "drop"
worker_class = "gthread"
threads = 4
timeout = 150  # seconds: the longest work is to read a PDF, which ends after 120
graceful_timeout = 30  # seconds for requests in hand when workers are renewed
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
control_socket_disable = True
access_log_format = "%(m)s %(s)s %(B)s %(M)s ms"  # no address of a reader, no path
