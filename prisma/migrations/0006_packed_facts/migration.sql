-- AlterTable
ALTER TABLE "demand" ADD COLUMN     "facts" TEXT;
