/** The pages in a real browser, over files that the Java side published. */
import './browser/walks.ts';
import './browser/copies.ts';
import './browser/sheets.ts';
import './browser/hostile.ts';
import './browser/looks.ts';
