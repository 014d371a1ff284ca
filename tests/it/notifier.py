"""Stands in for a desktop: takes notifications on the session bus and prints each as a line of JSON."""

import json

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"


class Desktop(dbus.service.Object):
    shown = 0

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, body, actions, hints, timeout):
        self.shown += 1
        urgency = int(hints.get("urgency", -1))
        notice = {"app": app, "title": title, "body": body, "actions": list(actions), "urgency": urgency}
        print(json.dumps(notice), flush=True)
        return self.shown

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return "desktop", "connect", "1", "1.2"

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return ["body", "body-markup"]


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
name = dbus.service.BusName(NAME, bus)
desktop = Desktop(bus, "/org/freedesktop/Notifications")
print("ready", flush=True)
GLib.MainLoop().run()
