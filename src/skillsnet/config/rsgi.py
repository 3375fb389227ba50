"""What granian serves: the WSGI application behind a door that drops who has gone and tells who waited too long."""

from skillsnet.config.wsgi import application as wsgi_application
from skillsnet.web.door import Door, DoorLimits

application = Door(wsgi_application, limits=DoorLimits())
