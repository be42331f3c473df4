/* Throughcare: comfort for readers with script. Every page works without. */
"use strict";
