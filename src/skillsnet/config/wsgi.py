"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from skillsnet.db.folder import close_to_others
from skillsnet.web.encodings import only_utf8

close_to_others()
os.environ["SKILLSNET_PROCESS"] = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
application = only_utf8(get_wsgi_application())
