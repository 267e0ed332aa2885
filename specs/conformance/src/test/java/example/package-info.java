/** A worked example: a Java backlog of somebody else's, and the test that puts it under all suites. */
package example;
