#!/bin/bash
set -eu
exec python3 package/node.py node.json '%(data_dir)s/node-id'
