"use strict";
document.querySelector(".go").focus();
