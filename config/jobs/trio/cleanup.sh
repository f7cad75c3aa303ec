#!/bin/bash
# Runs before logs and data are removed.
set -eu
date +'%F %T: node %(task)s of %(tasks)s is cleaned up' >>cleanups
