#!/bin/bash
# Runs once, when the node is installed. Its data outlives updates, and goes with a cleanup.
set -eu
echo '%(task)s' >'%(data_dir)s/node-id'
