#!/usr/bin/env python3
"""What exiftool, which knows far more kinds of metadata than we do, still finds in a clean copy.

usage: metadata_test.py CLEAN_PIPE     skipped (77) where exiftool is not installed
"""
import base64
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

# one grey point
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////"
    "////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAA"
    "AAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z")
PLANTED = {
    "EXIF:Make": "PlantedMaker", "EXIF:Model": "PlantedPhone 9", "EXIF:SerialNumber": "SN777",
    "EXIF:Artist": "PlantedName", "EXIF:DateTimeOriginal": "2026:09:01 08:00:00",
    "EXIF:GPSLatitude": "30.7461", "EXIF:GPSLatitudeRef": "N", "EXIF:GPSLongitude": "120.75",
    "EXIF:GPSLongitudeRef": "E", "EXIF:UserComment": "planted words",
    "XMP:Creator": "PlantedName", "XMP:GPSLatitude": "30.7461", "EXIF:Orientation#": "6",
}
JPEG_ONLY = {"IPTC:By-line": "PlantedName", "File:Comment": "planted words",
             "Photoshop:URL": "http://planted.example"}
GROUPS = {"SourceFile", "ExifTool", "File", "System", "JFIF", "Composite", "PNG", "PNG-pHYs"}
EXIF_KEPT = {"EXIF:Orientation"}
COMPOSITE_KEPT = {"Composite:ImageSize", "Composite:Megapixels"}


def png():
    def chunk(name, body):
        return (struct.pack(">I", len(body)) + name + body +
                struct.pack(">I", zlib.crc32(name + body)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b""))


def tags(path):
    out = subprocess.run(["exiftool", "-j", "-G", "-a", "-u", "-ee", path], check=True,
                         capture_output=True)
    return json.loads(out.stdout)[0]


def check(pipe, kind, picture, planted):
    """Problems found, as sentences."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "in." + kind)
        with open(path, "wb") as f:
            f.write(picture)
        subprocess.run(["exiftool", "-q", "-overwrite_original"] +
                       [f"-{k}={v}" for k, v in planted.items()] + [path], check=True)
        before = tags(path)
        lost = [k for k in ("EXIF:Make", "EXIF:GPSLatitude", "XMP:Creator") if k not in before]
        if lost:
            return [f"{kind}: exiftool did not plant {lost}"]
        with open(path, "rb") as f:
            clean = subprocess.run([pipe, kind], stdin=f, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "out." + kind)
        with open(path, "wb") as f:
            f.write(clean)
        found = tags(path)
    wrong = []
    for tag in found:
        group = tag.split(":")[0]
        if group == "EXIF" and tag not in EXIF_KEPT or group == "Composite" and \
                tag not in COMPOSITE_KEPT or group not in GROUPS | {"EXIF"}:
            wrong.append(f"{kind}: {tag} = {found[tag]} is still there")
    if found.get("EXIF:Orientation") != "Rotate 90 CW":
        wrong.append(f"{kind}: the orientation is {found.get('EXIF:Orientation')}")
    if found.get("File:ImageWidth", found.get("PNG:ImageWidth")) != 1:
        wrong.append(f"{kind}: no picture is left")
    if any(k.endswith(("Warning", "Error")) for k in found):
        wrong.append(f"{kind}: exiftool says {found}")
    if b"lanted" in clean or b"SN777" in clean:
        wrong.append(f"{kind}: planted words are still there")
    return wrong


def main():
    if not shutil.which("exiftool"):
        print("exiftool is not installed")
        return 77
    wrong = check(sys.argv[1], "jpeg", JPEG, {**PLANTED, **JPEG_ONLY})
    wrong += check(sys.argv[1], "png", png(), PLANTED)
    print("\n".join(wrong) or "nothing but picture and orientation is left")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
