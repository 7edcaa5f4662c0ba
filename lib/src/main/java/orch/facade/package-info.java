/** What a front end needs, in one place: a stack in, a running stack out. */
package orch.facade;
