#!/usr/bin/python3
"""Lets LibreOffice save a workbook under a password (Debian: python3-uno): make_password.py SOURCE OUT PROFILE"""
import os
import subprocess
import sys
import time

import uno
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.connection import NoConnectException


def option(name, value):
    out = PropertyValue()
    out.Name, out.Value = name, value
    return out


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(100):
        try:
            return resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        except NoConnectException:  # it is still starting
            time.sleep(0.3)
    sys.exit("soffice does not answer")


source, out, profile = map(os.path.abspath, sys.argv[1:4])
pipe = "tmis-%d" % os.getpid()
office = subprocess.Popen(["soffice", "-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--accept=pipe,name=%s;urp;" % pipe])
context = connect(pipe)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (option("Hidden", True),))
secret = uno.Any("[]com.sun.star.beans.NamedValue", (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", "qinglan-2017")))
book.storeToURL("file://" + out, (option("FilterName", "Calc MS Excel 2007 XML"), option("EncryptionData", secret)))
book.close(True)
desktop.terminate()
office.wait()
